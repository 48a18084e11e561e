"""Linked data (JSON-LD in the vocabulary of schema.org): what each page is about, for search engines and libraries."""

from .nodes import node_of
from .pages import Download, Page, graph_of

__all__ = ["Download", "Page", "graph_of", "node_of"]
