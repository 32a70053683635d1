package org.yutang.demo;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.giving.Rate;
import org.yutang.kernel.Money;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Text;

/// A made-up merchant.
///
/// @param letter begins its order numbers
/// @param later the rate from the middle of the year on
/// @param share of all orders, in any unit
/// @param typical what an order usually comes to, in fen
record Shop(char letter, Text name, Rate rate, Optional<Rate> later, double share, int typical) {

  static final List<Shop> ALL =
      List.of(
          shop('A', "示例脐橙园", "Sample Orange Grove", yuan("1.00"), yuan("1.20"), 34, 4990),
          shop('B', "示例茶庄", "Sample Tea House", new Rate.PerMille(20), null, 16, 8800),
          shop('C', "示例腊味坊", "Sample Cured Meats", new Rate.PerMille(10), null, 13, 7600),
          shop('D', "示例蜂蜜铺", "Sample Honey", yuan("0.50"), new Rate.PerMille(15), 11, 5900),
          shop('E', "示例杂粮店", "Sample Grains", yuan("0.20"), null, 12, 3200),
          shop('F', "示例竹编社", "Sample Bamboo Weavers", new Rate.PerMille(30), null, 5, 12800),
          shop('G', "示例绣坊", "Sample Embroidery", new Rate.PerMille(50), null, 3, 25800),
          shop('H', "示例药材行", "Sample Herbs", yuan("0.02"), null, 6, 6800));

  UUID merchant() {
    return Uuids.named("demo.merchant", String.valueOf(letter));
  }

  UUID pledge() {
    return Uuids.named("demo.pledge", String.valueOf(letter));
  }

  private static Shop shop(
      char letter,
      String zh,
      String en,
      Rate rate,
      @org.jspecify.annotations.Nullable Rate later,
      double share,
      int typical) {
    return new Shop(letter, new Text(zh, en), rate, Optional.ofNullable(later), share, typical);
  }

  private static Rate yuan(String each) {
    return new Rate.PerOrder(Money.parse(each, "CNY"));
  }
}
