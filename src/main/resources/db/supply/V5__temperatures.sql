-- What devices measured at sites and on the way, in tenths of a degree Celsius; each file once.

create table supply.temperature_file (
  digest text primary key,
  holder uuid not null,
  device text not null,
  readings int not null,
  account uuid not null,
  account_name text not null,
  taken_at timestamptz not null
);

create index temperature_file_by_holder on supply.temperature_file (holder, taken_at desc);

create table supply.temperature (
  holder uuid not null,
  device text not null,
  at timestamptz not null,
  tenths int not null,
  primary key (holder, device, at)
);
