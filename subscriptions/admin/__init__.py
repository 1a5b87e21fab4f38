"""The desk of sales: customers, packages, subscriptions and their books."""

from subscriptions.admin import adjustment, books, customer, invoice, package, purchase, subscription

__all__ = ["adjustment", "books", "customer", "invoice", "package", "purchase", "subscription"]
