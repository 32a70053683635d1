-- Samples, what laboratories found in them, certificates and the lots that are wholly under them. How much of a certificate is left is an
-- account of the ledger. A plan now also says what it takes from certificates.

update supply.step set plan = left(plan, length(plan) - 1) || ',"dues":[]}';

create table supply.sample (
  id uuid primary key,
  lot uuid not null,
  site uuid not null,
  seal text not null,
  taken_at timestamptz not null,
  analysis uuid,
  laboratory text,
  number text,
  passed boolean,
  found text
);

create index sample_by_site on supply.sample (site, taken_at desc, id);

-- Written while it is asked for, so that nobody has the number or the lot as well; issued once the ledger has its kilograms.
create table supply.certificate (
  id uuid primary key,
  sample uuid not null,
  source uuid not null,
  site uuid not null,
  laboratory text not null,
  number text not null,
  valid_until date not null,
  grams bigint not null check (grams > 0),
  issued_at timestamptz,
  withdrawn_at timestamptz,
  withdrawn_why text,
  unique (laboratory, number)
);

create index certificate_by_site on supply.certificate (site, issued_at desc, id);
create index certificate_by_source on supply.certificate (source);

create table supply.certified (
  lot uuid not null,
  certificate uuid not null references supply.certificate,
  primary key (lot, certificate)
);

create index certified_by_certificate on supply.certified (certificate);
