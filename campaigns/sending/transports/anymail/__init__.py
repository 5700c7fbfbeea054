"""Mails leave by a provider's HTTP interface: Anymail writes the requests, we decide and read.

A call carries as many mails as the provider takes; each recipient has an outcome of her own.
"""
