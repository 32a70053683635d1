package org.yutang.web;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.yutang.farm.Standards;
import org.yutang.kernel.PlaceCode;
import org.yutang.market.Product;
import org.yutang.register.Register;

/// Finds what places and standards of goods are called.
@Component
class MarketNames {

  private final Register register;
  private final Standards standards;

  MarketNames(Register register, Standards standards) {
    this.register = register;
    this.standards = standards;
  }

  MarketView.Named of(Screen s, Stream<PlaceCode> places) {
    Map<String, String> names = new HashMap<>();
    places.forEach(
        code ->
            names.computeIfAbsent(
                code.text(), _ -> register.findPlace(code).map(s::placeName).orElse(code.text())));
    return new MarketView.Named(names, standards);
  }

  MarketView.Named of(Screen s, Collection<Product> products, Stream<PlaceCode> more) {
    return of(s, Stream.concat(products.stream().map(Product::origin), more));
  }
}
