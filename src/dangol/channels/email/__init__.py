"""E-mail: fetched over IMAP, sent over SMTP, with the standard library."""
