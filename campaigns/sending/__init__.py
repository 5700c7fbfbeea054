"""From a campaign to its Delivery rows, and from each row to one answer of one mail server."""
