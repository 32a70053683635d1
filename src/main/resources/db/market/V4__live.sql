-- The live room in which something was put into the cart, and then bought.
alter table market.cart add column room uuid;
alter table market.order_line add column room uuid;
create index order_line_by_room on market.order_line (room) where room is not null;
