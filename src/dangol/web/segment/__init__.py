"""Segment's and RudderStack's protocols for behaviour events, so that their SDKs can point at us unchanged."""
