-- Payments whose time is over are closed before anybody is asked about them, however many there are.

create index incoming_to_close on payment.incoming (expires_at) where state = 'OPEN';
