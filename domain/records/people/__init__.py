"""Who is who: enterprises, generating units, verification bodies, accounts, sessions."""
