package org.yutang.supply;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Mass;
import org.yutang.trace.Gs1Key;

/// Animals with rings, from the chick to the box. Looking wants `SEE_SUPPLY`, writing
/// `RECORD_SUPPLY`, in the household's village, or the site's place. Thread-safe; the same id with
/// the same content is quietly accepted.
public interface Animals {

  int MAX_BATCH = 500;
  int MAX_PHOTOS = 5;

  /// Puts rings on. All or none. Refuses with [SupplyRefusal#BAD_FIELD] and
  /// [SupplyRefusal#RING_TAKEN].
  List<Animal> ring(Actor actor, List<Animal.New> animals);

  /// Writes a visit down. Refuses with [SupplyRefusal#UNKNOWN_RING], [SupplyRefusal#SLAUGHTERED].
  Animal visit(Actor actor, Animal.Visit visit);

  /// Slaughters animals and puts them into one box of a site.
  ///
  /// @param animals carcass by ring, at most 100
  /// @return the box's SSCC
  String slaughter(Actor actor, UUID id, Instant at, UUID site, Map<String, Mass> animals);

  /// By ring. Refuses with [SupplyRefusal#UNKNOWN_RING].
  Animal get(Actor actor, String ring);

  /// The oldest visit first.
  List<Animal.Visit> visits(Actor actor, String ring);

  /// By ring, in the actor's places; at most 200.
  List<Animal> list(Actor actor, String ringBegins);

  /// What everybody may know of a ring's code, or of those in a box; without people.
  List<Told> told(Gs1Key code);

  /// A photo of a visit, for everybody who has the animal's code.
  Optional<byte[]> photo(Gs1Key code, String photo);

  /// @param visits without those who made them
  /// @param blocked why it is called back
  record Told(Animal animal, List<Animal.Visit> visits, Optional<Provenance.Blocked> blocked) {
    public Told {
      visits = List.copyOf(visits);
    }
  }
}
