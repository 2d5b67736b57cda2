"""The market: daily trades of the national exchange, and the averages that the law asks of them."""
