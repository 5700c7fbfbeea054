"""Addresses without a language in front. The search stands in config/urls.py: it has one."""

from django.urls import path
from wagtail.contrib.sitemaps.views import sitemap

from cms.feeds import ArticleFeed, AtomArticleFeed
from cms.views import front_door, robots, theme

urlpatterns = [
    path("", front_door, name="front_door"),
    path("theme.css", theme, name="theme"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("feeds/<slug:language>/articles.rss", ArticleFeed(), name="article_feed"),
    path("feeds/<slug:language>/articles.atom", AtomArticleFeed(), name="article_feed_atom"),
]
