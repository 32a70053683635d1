package org.yutang.programme;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yutang.kernel.Money;

/// What a case of a kind is given, before [Limits].
public sealed interface Benefit {

  /// The names of the fields that it is counted from.
  default List<String> fields() {
    return switch (this) {
      case Share share ->
          Stream.concat(Stream.of(share.cost()), share.before().stream().map(Payer::paid)).toList();
      case Chosen chosen -> List.of(chosen.field());
      case Lines lines -> List.of(lines.field());
      case Fixed _, InKind _, None _ -> List.of();
    };
  }

  /// A share of a cost, after others have paid: the payers of `before` come first, in their order,
  /// and the schedule holds for the rest.
  ///
  /// @param cost the money field that holds the whole cost
  record Share(String cost, List<Payer> before, Schedule schedule) implements Benefit {
    public Share {
      before = List.copyOf(before);
    }
  }

  /// Somebody who pays before the programme does.
  ///
  /// @param paid the money field that says how much
  record Payer(String name, Text title, String paid) {}

  /// The same sum for everybody.
  record Fixed(Money amount) implements Benefit {}

  /// A sum that an answer chooses.
  ///
  /// @param field the choice field
  /// @param amounts by option; all options
  record Chosen(String field, Map<String, Money> amounts) implements Benefit {
    public Chosen {
      amounts = Map.copyOf(amounts);
    }
  }

  /// What the lines of the case add up to: quantity times price, never more than a service's cap.
  ///
  /// @param field the field that holds the lines
  record Lines(String field, List<Service> services) implements Benefit {
    public Lines {
      services = List.copyOf(services);
    }
  }

  /// @param cap the most that one unit counts with
  record Service(String code, Text title, Optional<Money> cap) {}

  /// Things instead of money.
  record InKind(List<Item> items) implements Benefit {
    public InKind {
      items = List.copyOf(items);
    }
  }

  /// @param quantity a number of `unit`s, more than none
  record Item(String name, Text title, int quantity, Text unit) {}

  /// Nothing by itself, such as a training place.
  record None() implements Benefit {}
}
