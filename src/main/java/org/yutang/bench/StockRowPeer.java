package org.yutang.bench;

import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// What one would write first: stock as a row that is updated where enough is left, in the
/// transaction of the order's rows.
final class StockRowPeer {

  static final String NAME = "a row updated where stock >= n, in PostgreSQL";

  private final JdbcClient sql;
  private final TransactionTemplate transactions;
  private final int articles;

  StockRowPeer(DataSource database, int articles) {
    this.sql = JdbcClient.create(database);
    this.transactions = new TransactionTemplate(new JdbcTransactionManager(database));
    this.articles = articles;
  }

  /// Makes its tables in the schema `bench`.
  void create() {
    sql.sql("create schema if not exists bench").update();
    for (String table :
        new String[] {
          "shop_stock (id int primary key, price bigint not null, left_over bigint not null check (left_over >= 0), held bigint not null, sold bigint not null) with (fillfactor = 50)",
          "shop_cart (client int not null, article int not null, pieces int not null, primary key (client, article))",
          "shop_purchase (id uuid primary key, client int not null, state text not null, fen bigint not null, at timestamptz not null default now())",
          "shop_order (id uuid primary key, purchase uuid not null, state text not null, fen bigint not null, address bytea not null)",
          "shop_line (order_id uuid not null, number int not null, article int not null, pieces int not null, fen bigint not null, primary key (order_id, number))",
          "shop_event (order_id uuid not null, number int not null, kind text not null, at timestamptz not null default now(), primary key (order_id, number))",
          "shop_payment (id uuid primary key, purchase uuid not null, fen bigint not null, state text not null)",
          "shop_arrival (id uuid primary key, payment uuid not null, fen bigint not null)"
        }) sql.sql("create table bench." + table).update();
    sql.sql(
            "insert into bench.shop_stock (id, price, left_over, held, sold) select n, 1000, 1000000000, 0, 0 from generate_series(0, :last) n")
        .param("last", articles - 1)
        .update();
  }

  void drop() {
    sql.sql("drop schema bench cascade").update();
  }

  void hold(int article) {
    int held =
        sql.sql(
                "update bench.shop_stock set left_over = left_over - 1, held = held + 1 where id = :id and left_over >= 1")
            .param("id", article)
            .update();
    if (held != 1) throw new IllegalStateException("not held");
  }

  /// A whole checkout.
  void buy(int client, int article) {
    long price =
        sql.sql("select price from bench.shop_stock where id = :id")
            .param("id", article)
            .query(Long.class)
            .single();
    sql.sql(
            "insert into bench.shop_cart (client, article, pieces) values (:client, :article, 1) on conflict (client, article) do update set pieces = 1")
        .param("client", client)
        .param("article", article)
        .update();
    UUID purchase = UUID.randomUUID();
    UUID payment = UUID.randomUUID();
    long fen = price + 500;
    transactions.executeWithoutResult(_ -> ask(client, article, price, purchase, payment, fen));
    transactions.executeWithoutResult(_ -> pay(article, purchase, payment, fen));
  }

  private void ask(int client, int article, long price, UUID purchase, UUID payment, long fen) {
    sql.sql(
            "insert into bench.shop_purchase (id, client, state, fen) values (:id, :client, 'UNPAID', :fen)")
        .param("id", purchase)
        .param("client", client)
        .param("fen", fen)
        .update();
    sql.sql(
            "insert into bench.shop_order (id, purchase, state, fen, address) values (:id, :id, 'WAITING', :fen, :address)")
        .param("id", purchase)
        .param("fen", fen)
        .param("address", new byte[100])
        .update();
    sql.sql(
            "insert into bench.shop_line (order_id, number, article, pieces, fen) values (:id, 0, :article, 1, :price)")
        .param("id", purchase)
        .param("article", article)
        .param("price", price)
        .update();
    event(purchase, 1, "ASKED");
    sql.sql(
            "insert into bench.shop_payment (id, purchase, fen, state) values (:id, :purchase, :fen, 'OPEN')")
        .param("id", payment)
        .param("purchase", purchase)
        .param("fen", fen)
        .update();
    sql.sql("delete from bench.shop_cart where client = :client and article = :article")
        .param("client", client)
        .param("article", article)
        .update();
    hold(article);
  }

  private void pay(int article, UUID purchase, UUID payment, long fen) {
    sql.sql("insert into bench.shop_arrival (id, payment, fen) values (:id, :payment, :fen)")
        .param("id", UUID.randomUUID())
        .param("payment", payment)
        .param("fen", fen)
        .update();
    sql.sql("update bench.shop_payment set state = 'PAID' where id = :id and state = 'OPEN'")
        .param("id", payment)
        .update();
    sql.sql("update bench.shop_purchase set state = 'PAID' where id = :id and state = 'UNPAID'")
        .param("id", purchase)
        .update();
    sql.sql("update bench.shop_order set state = 'PAID' where id = :id")
        .param("id", purchase)
        .update();
    event(purchase, 2, "PAID");
    sql.sql("update bench.shop_stock set held = held - 1, sold = sold + 1 where id = :id")
        .param("id", article)
        .update();
  }

  private void event(UUID order, int number, String kind) {
    sql.sql("insert into bench.shop_event (order_id, number, kind) values (:id, :number, :kind)")
        .param("id", order)
        .param("number", number)
        .param("kind", kind)
        .update();
  }
}
