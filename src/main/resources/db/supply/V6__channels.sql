-- By which rules the stock of a site goes to which stores and buyers.

create table supply.channel (
  id uuid primary key,
  site uuid not null,
  destination uuid,
  buyer uuid,
  priority int not null,
  share_percent int not null check (share_percent between 1 and 100),
  grades text[] not null,
  least_days int not null,
  account uuid not null,
  account_name text not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  check ((destination is null) <> (buyer is null))
);

create index channel_by_site on supply.channel (site, priority, id) where closed_at is null;
