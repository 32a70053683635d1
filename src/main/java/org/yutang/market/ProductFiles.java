package org.yutang.market;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.yutang.access.Actor;

/// What a shop sells, as a sheet that goes out and comes in again: a row an article. What comes in
/// unchanged changes nothing.
///
/// Rows with a product's id change what can change: price, whether it is on sale, and the stock by
/// the column [#MORE], which never says how many there are, only how many come or go; so nobody
/// puts up again what was sold meanwhile. Rows without ids write new products: rows that follow
/// each other with one title are one. The same file again is known and puts nothing up twice.
public interface ProductFiles {

  /// How many pieces come (`20`) or go (`-5`); empty as it goes out.
  String MORE = "增减件数 pieces more or less";

  /// The heading, in this order.
  List<String> COLUMNS =
      List.of(
          "商品编号 product id",
          "状态 state",
          "商品名称 title",
          "英文名称 title in English",
          "说明 about",
          "产地代码 origin",
          "标准 standard",
          "品种 variety",
          "等级 grade",
          "规格编号 article id",
          "规格名称 article",
          "规格英文名称 article in English",
          "克 grams",
          "价格（元） price in yuan",
          "按箱 boxed",
          "剩余件数 pieces left",
          MORE);

  /// Hands the rows out, the newest product first. Wants `SEE_SHOP` or to run the shop.
  void export(Actor actor, UUID shop, Consumer<List<String>> row);

  /// Reads such a file, CSV or XLSX. Wants `RUN_SHOP` as one of the shop's accounts; must not be
  /// called in a transaction.
  FileImport read(Actor actor, Elsewhere.Wanted wanted);
}
