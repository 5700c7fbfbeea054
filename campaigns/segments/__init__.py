"""Who a segment names: rules become conditions, conditions become querysets and counts."""
