"""The StreamField blocks an issue or a segment may hold. No queries here."""

from campaigns.blocks.issue import HeadingBlock, IssueBody
from campaigns.blocks.segment import SegmentRules

__all__ = ["HeadingBlock", "IssueBody", "SegmentRules"]
