-- What is on sale, by county: written by whoever changes what is on sale there, under the lock of its row.
create table market.pavilion (
  county text primary key,
  products bigint not null,
  shops bigint not null
);

insert into market.pavilion (county, products, shops)
select p.county, count(*), count(distinct p.shop) from market.product p join market.shop s on s.id = p.shop and s.state = 'OPEN'
where p.state = 'ON_SALE' group by p.county;

create index product_cheapest on market.product (least_fen, id) where state = 'ON_SALE';
create index product_cheapest_of_county on market.product (county, least_fen, id) where state = 'ON_SALE';
