package org.yutang.farm;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Events of what was done on plots: who, when and where stand in each, one event a call.
public final class FieldEvents {

  private FieldEvents() {}

  public record SoilTested(UUID account, Instant at, List<Test> tests) {
    public static final String TOPIC = "farm.soil-tested";

    public record Test(UUID id, UUID plot, LocalDate day) {}
  }

  public record SeasonsPlanned(UUID account, Instant at, List<Plan> plans) {
    public static final String TOPIC = "farm.seasons-planned";

    public record Plan(UUID id, UUID plot, int season, String standard, int version) {}
  }

  public record WorksRecorded(UUID account, Instant at, List<One> works) {
    public static final String TOPIC = "farm.works-recorded";

    /// @param perMu in thousandths of the input's unit
    /// @param flag the rule of the standard that it broke
    public record One(
        UUID id,
        UUID plot,
        UUID season,
        String task,
        LocalDate day,
        @Nullable String input,
        @Nullable Long perMu,
        @Nullable String flag) {}
  }
}
