package org.xinfu.idp.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.xinfu.idp.authorize.AcrNames;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Ial;

/**
 * How levels are called towards clients (prefix {@code xinfu.acr}).
 *
 * @param prefix what every value of {@code acr} begins with
 * @param ial names of IAL1 to IAL3
 * @param aal names of AAL1 to AAL3
 * @param offeredIal the highest identity level that anybody can reach here
 * @param offeredAal the highest level that anybody can reach here by adding a factor; above it
 *     nobody is asked for more. When not given AAL2, or AAL3 where hardware roots of passkeys are
 */
@ConfigurationProperties("xinfu.acr")
public record AcrSettings(
    @DefaultValue("urn:xinfu:acr:") String prefix,
    @DefaultValue({"ial1", "ial2", "ial3"}) List<String> ial,
    @DefaultValue({"aal1", "aal2", "aal3"}) List<String> aal,
    @DefaultValue("IAL3") Ial offeredIal,
    @Nullable Aal offeredAal) {
  public AcrSettings {
    ial = List.copyOf(ial);
    aal = List.copyOf(aal);
    if (ial.size() != Ial.values().length || aal.size() != Aal.values().length) {
      throw new IllegalArgumentException("xinfu.acr names three levels on each axis");
    }
  }

  /** The highest levels that anybody can reach here. */
  AcrNames.Reach reach(boolean hardware) {
    Aal best = hardware ? Aal.AAL3 : Aal.AAL2;
    return new AcrNames.Reach(offeredIal, offeredAal == null ? best : offeredAal);
  }

  Map<Ial, String> ialNames() {
    return Map.of(Ial.IAL1, ial.get(0), Ial.IAL2, ial.get(1), Ial.IAL3, ial.get(2));
  }

  Map<Aal, String> aalNames() {
    return Map.of(Aal.AAL1, aal.get(0), Aal.AAL2, aal.get(1), Aal.AAL3, aal.get(2));
  }
}
