package org.yutang.payment.incoming;

import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.payment.PaymentRefusal;
import org.yutang.payment.Via;

/// The providers, by name.
@Component
class PayDoors {

  private final List<PayDoor> doors;

  PayDoors(List<PayDoor> doors) {
    this.doors = List.copyOf(doors);
  }

  PayDoor of(Via via) {
    return doors.stream().filter(door -> door.via() == via).findFirst().orElseThrow();
  }

  PayDoor open(Via via) {
    PayDoor door = of(via);
    if (!door.isOpen())
      throw new Refusal(PaymentRefusal.NOT_OFFERED, Map.of("provider", via.name()));
    return door;
  }

  /// Real ones first.
  List<Via> open() {
    return List.of(Via.ALIPAY, Via.SANDBOX).stream().filter(via -> of(via).isOpen()).toList();
  }
}
