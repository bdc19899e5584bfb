"""The owner's phone: what needs a person arrives on the staff's own Telegram (or mail), and is answered there.

A notice is a row of the outbox to a member of staff. It keeps no customer's words: those are put in when it is sent, so that an erased
person stays erased. Which row it is about stands in its key: ``notice/<login>/<kind>/<id>``.
"""
