-- When the money of a case was tried last: whoever was tried longest ago comes first, so that nobody starves behind a thousand who wait for ever.
alter table programme.case_file add column tried_at timestamptz;
alter table programme.case_payment add column tried_at timestamptz;
