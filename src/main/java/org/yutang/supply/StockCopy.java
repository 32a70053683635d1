package org.yutang.supply;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.ledger.BalanceCopy;

/// The copy of the stock and of the boxes' places, for the check of the books: what each holder has
/// of each lot, also where a new lot has no row at all, and one piece for each box where it is.
@Component
class StockCopy implements BalanceCopy {

  /// Keys are `box/…/…`, `lot/…/…` or `stock/…/…`, item and holder.
  private static final String ALL =
      """
      select kind, item, holder, amount from (
        select 'box' as kind, id as item, holder, cast(1 as bigint) as amount from supply.box
        union all
        select 'lot', l.id, p.site, coalesce(k.grams, 0) from supply.lot l join supply.step p on p.id = l.made_by
          left join supply.stock k on k.lot = l.id and k.holder = p.site
        union all
        select 'stock', lot, holder, grams from supply.stock
      ) as each where\s""";

  private static final String NOTHING = "00000000-0000-0000-0000-000000000000";

  private final JdbcClient sql;

  StockCopy(JdbcClient sql) {
    this.sql = sql;
  }

  @Override
  public String room() {
    return "supply";
  }

  @Override
  public List<Copied> after(String key, int most) {
    String[] parts = (key.isEmpty() ? "box/" + NOTHING + "/" + NOTHING : key).split("/");
    for (int kind = List.of("box", "lot", "stock").indexOf(parts[0]); kind < 3; kind++) {
      String name = List.of("box", "lot", "stock").get(kind);
      boolean same = name.equals(parts[0]);
      List<Copied> page =
          ask(
              "kind = :kind and (item, holder) > (:item, :holder) order by item, holder limit "
                  + most,
              name,
              UUID.fromString(same ? parts[1] : NOTHING),
              UUID.fromString(same ? parts[2] : NOTHING));
      if (!page.isEmpty()) return page;
    }
    return List.of();
  }

  private List<Copied> ask(String where, String kind, UUID item, UUID holder) {
    return sql.sql(ALL + where)
        .param("kind", kind)
        .param("item", item)
        .param("holder", holder)
        .query(
            (row, _) -> {
              UUID of = row.getObject("item", UUID.class);
              UUID with = row.getObject("holder", UUID.class);
              return new Copied(
                  row.getString("kind") + "/" + of + "/" + with,
                  Leg.account(of, with),
                  row.getLong("amount"));
            })
        .list();
  }

  @Override
  public Optional<Copied> settled(String key) {
    String[] parts = key.split("/");
    boolean moving =
        sql.sql(
                "select exists (select from supply.step where state = 'ASKED' and strpos(plan, :item) > 0)")
            .param("item", parts[1])
            .query(Boolean.class)
            .single();
    if (moving) return Optional.empty();
    return ask(
            "kind = :kind and item = :item and holder = :holder",
            parts[0],
            UUID.fromString(parts[1]),
            UUID.fromString(parts[2]))
        .stream()
        .findFirst();
  }
}
