package org.xinfu.idp.domain.mandate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A mandate with everything it rests on: it stands only as long as each above it and the entity do.
 *
 * @param mandates the mandate first, the representative's last
 */
public record Chain(LegalEntity entity, List<Mandate> mandates) {
  public Chain {
    mandates = List.copyOf(mandates);
    if (mandates.isEmpty() || mandates.getLast().parentId() != null) {
      throw new IllegalArgumentException("a chain ends at the representative's mandate");
    }
    for (int i = 0; i < mandates.size(); i++) {
      boolean linked = i == 0 || mandates.get(i).id().equals(mandates.get(i - 1).parentId());
      if (!linked || !mandates.get(i).entityId().equals(entity.id())) {
        throw new IllegalArgumentException("the links of a chain are one entity's and in order");
      }
    }
  }

  /** The mandate that the chain is about. */
  public Mandate mandate() {
    return mandates.getFirst();
  }

  /** The worst of what is true of any link and of the entity. */
  public Standing standing(Instant at) {
    if (mandates.stream().anyMatch(one -> one.marks().revoked() != null)) {
      return Standing.REVOKED;
    }
    if (entity.status() != LegalEntity.Status.ACTIVE
        || mandates.stream().anyMatch(one -> one.marks().suspended() != null)) {
      return Standing.SUSPENDED;
    }
    if (mandates.stream().anyMatch(one -> !at.isBefore(one.extent().until()))) {
      return Standing.EXPIRED;
    }
    if (mandates.stream().anyMatch(one -> one.marks().accepted() == null)) {
      return Standing.OFFERED;
    }
    boolean begun = mandates.stream().noneMatch(one -> at.isBefore(one.extent().from()));
    return begun ? Standing.ACTIVE : Standing.WAITING;
  }

  /** Whether it is the representative's own, stands, and ends within that time. */
  public boolean renewable(Instant at, Duration within) {
    return mandate().parentId() == null
        && standing(at) == Standing.ACTIVE
        && !mandate().extent().until().isAfter(at.plus(within));
  }

  /** Why {@code wanted} may not be given under this mandate now; empty when it may. */
  public Optional<Fault> delegation(Wanted wanted, Instant at) {
    Mandate giver = mandate();
    Extent mine = giver.extent();
    Extent theirs = wanted.extent();
    if (standing(at) != Standing.ACTIVE) {
      return Optional.of(Fault.NOT_ACTIVE);
    }
    if (mine.depth() == 0) {
      return Optional.of(Fault.NOT_ALLOWED);
    }
    if (!giver.role().mayAppoint(wanted.role())) {
      return Optional.of(Fault.ROLE);
    }
    if (mandates.stream().anyMatch(one -> one.personId().equals(wanted.personId()))) {
      return Optional.of(Fault.CIRCLE);
    }
    if (!mine.everyMatterOf(theirs)) {
      return Optional.of(Fault.MATTERS_WIDER);
    }
    if (!mine.region().contains(theirs.region())) {
      return Optional.of(Fault.REGION_WIDER);
    }
    if (!mine.timeOf(theirs)) {
      return Optional.of(Fault.TIME_WIDER);
    }
    return theirs.depth() < mine.depth() ? Optional.empty() : Optional.of(Fault.DEPTH_WIDER);
  }

  /** A mandate somebody would like to give. */
  public record Wanted(String personId, EntityRole role, Extent extent) {}

  /** Why a mandate is not passed on. */
  public enum Fault {
    /** The giver's own does not stand. */
    NOT_ACTIVE,
    /** The giver's own may not be delegated. */
    NOT_ALLOWED,
    /** The giver may not appoint to this role. */
    ROLE,
    /** Its person stands in the chain already. */
    CIRCLE,
    MATTERS_WIDER,
    REGION_WIDER,
    TIME_WIDER,
    DEPTH_WIDER
  }
}
