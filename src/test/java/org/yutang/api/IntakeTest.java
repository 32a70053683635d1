package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.yutang.kernel.Refusal;

class IntakeTest {

  private final Intake intake = new Intake();

  @Test
  void oneSenderMayNotTakeAllPlacesAndMayComeBack() {
    UUID sender = UUID.randomUUID();
    List<Intake.Place> places = fill(sender, Intake.MOST_OF_ONE);
    assertThat(refused(sender).code()).isEqualTo(ApiRefusal.TOO_MANY_AT_ONCE);
    assertThat(refused(sender).facts()).containsKey("retryAfterSeconds");
    places.removeLast().close();
    intake.enter(sender).close();
  }

  @Test
  void whoFindsAllPlacesTakenIsToldToComeBack() {
    List<Intake.Place> places = new ArrayList<>();
    for (int taken = 0; taken < Intake.MOST_BODIES; taken += Intake.MOST_OF_ONE)
      places.addAll(fill(UUID.randomUUID(), Intake.MOST_OF_ONE));
    UUID late = UUID.randomUUID();
    assertThat(refused(late).code()).isEqualTo(ApiRefusal.BUSY);
    places.getFirst().close();
    intake.enter(late).close();
  }

  private List<Intake.Place> fill(UUID sender, int count) {
    List<Intake.Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) places.add(intake.enter(sender));
    return places;
  }

  private Refusal refused(UUID sender) {
    return catchThrowableOfType(Refusal.class, () -> intake.enter(sender).close());
  }
}
