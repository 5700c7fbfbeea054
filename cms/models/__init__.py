from cms.models.article_index_page import ArticleIndexPage
from cms.models.article_page import ArticlePage
from cms.models.cooperation_index_page import CooperationIndexPage
from cms.models.home_page import HomePage
from cms.models.resource_index_page import ResourceIndexPage
from cms.models.resource_page import ResourcePage
from cms.models.standard_page import StandardPage

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "CooperationIndexPage",
    "HomePage",
    "ResourceIndexPage",
    "ResourcePage",
    "StandardPage",
]
