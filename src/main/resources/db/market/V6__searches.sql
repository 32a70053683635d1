-- How often a word of some product was searched for on a day. Nobody who asked is known here.

create table market.search_day (
  day date not null,
  word text not null,
  times bigint not null check (times > 0),
  primary key (day, word)
);

create index search_day_by_word on market.search_day (word, day);
