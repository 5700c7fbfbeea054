"""How an article and a resource sum up in an issue."""

from campaigns.rendering import articles
from campaigns.rendering.articles import Article
from cms.models import ArticlePage, ResourcePage, StandardPage


def article(page: ArticlePage) -> Article:
    return Article(page.title, page.standfirst, page.cover, page.published_on)


def resource(page: ResourcePage) -> Article:
    return Article(page.title, page.summary, page.cover, page.published_on)


def standard(page: StandardPage) -> Article:
    return Article(page.title, page.introduction, page.image)


def register_summaries() -> None:
    articles.register(ArticlePage, article)
    articles.register(ResourcePage, resource)
    articles.register(StandardPage, standard)
