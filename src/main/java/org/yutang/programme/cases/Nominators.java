package org.yutang.programme.cases;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.definition.Definitions;

/// A nominator's role counts for kinds of which people are nominated, and for no other: hospital
/// bills, say, are none of theirs.
@Component
class Nominators {

  private final Set<String> kinds = new TreeSet<>();

  Nominators(Definitions definitions) {
    for (Programme programme : definitions.list())
      programme.versions().stream()
          .flatMap(version -> version.kinds().stream())
          .filter(kind -> kind.channels().contains(CaseKind.Channel.NOMINATION))
          .forEach(kind -> kinds.add(code(programme.id(), kind.name())));
  }

  /// The actor with the roles that count for cases of that kind.
  Actor on(Actor actor, ProgrammeId programme, String kind) {
    return kinds.contains(code(programme, kind)) ? actor : without(actor);
  }

  /// The actor with the roles that count for cases of every kind.
  static Actor without(Actor actor) {
    return isOne(actor)
        ? new Actor(
            actor.account(),
            actor.name(),
            actor.grants().stream()
                .filter(grant -> grant.role() != Role.NOMINATOR)
                .collect(Collectors.toSet()))
        : actor;
  }

  static boolean isOne(Actor actor) {
    return actor.grants().stream().anyMatch(grant -> grant.role() == Role.NOMINATOR);
  }

  /// The kinds of which people are nominated, as `programme/kind`.
  String[] kinds() {
    return kinds.toArray(String[]::new);
  }

  private static String code(ProgrammeId programme, String kind) {
    return programme.text() + "/" + kind;
  }
}
