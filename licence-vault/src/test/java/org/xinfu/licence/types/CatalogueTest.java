package org.xinfu.licence.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.licence.Samples;
import org.xinfu.licence.domain.Holder;
import org.xinfu.licence.domain.Issuer;
import org.xinfu.licence.domain.LicenceRefusal.Fault;
import org.xinfu.trust.id.LicenceIdentifier;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

class CatalogueTest {
  private static final Catalogue CATALOGUE = Catalogue.standard();

  @Test
  void holdsThreeTypesWithCodesOfTheirAuthorities() {
    assertThat(CATALOGUE.current())
        .extracting(p -> p.type().name().zh())
        .containsExactly("不动产权证书", "食品经营许可证", "营业执照");
    for (TypePackage type : CATALOGUE.all()) {
      assertThat(type.type().code()).startsWith(type.type().definedBy().uscc());
      assertThat(UnifiedSocialCreditCode.parse(type.type().definedBy().uscc())).isPresent();
      LicenceIdentifier made =
          new LicenceIdentifier(type.type().code(), Samples.MARKET.uscc(), "A1", 1);
      assertThat(LicenceIdentifier.parse(made.text())).contains(made);
    }
  }

  @Test
  void namesTypesInTheReadersLanguage() {
    assertThat(CATALOGUE.name(Samples.FOOD, Locale.SIMPLIFIED_CHINESE)).isEqualTo("食品经营许可证");
    assertThat(CATALOGUE.name(Samples.FOOD, Locale.ENGLISH)).isEqualTo("Food operation licence");
  }

  @Test
  void aFaultlessRecordHasNoFault() {
    assertThat(faults(food(Map.of(), Samples.COMPANY, "001"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "number, JY123, pattern",
    "number, '', missing",
    "businessForm, 小吃摊, not-in-code-list",
    "signatory, 一二三四五六七八九十一二三四五六七八九十一, too-long",
    "surplus, x, unknown"
  })
  void eachFaultNamesItsField(String key, String value, String fault) {
    assertThat(faults(food(Map.of(key, value), Samples.COMPANY, "001")))
        .containsExactly(new Fault("items." + key, fault));
  }

  @Test
  void controlCharactersAreRefused() {
    assertThat(faults(food(Map.of("premises", "a\u0007b"), Samples.COMPANY, "001")))
        .containsExactly(new Fault("items.premises", "control-character"));
  }

  @ParameterizedTest
  @CsvSource({
    "91519900XF0A00012H, 001, id, check-character-wrong",
    "510100199003071232, 111, id, check-character-wrong",
    "P1234567, 414, idType, not-allowed"
  })
  void holdersNumbersAreChecked(String id, String idType, String field, String fault) {
    assertThat(faults(food(Map.of(), id, idType)))
        .containsExactly(new Fault("holders[0]." + field, fault));
  }

  @Test
  void validityIsCheckedAgainstTheType() {
    FieldRules.Fields open = fields(Samples.foodItems(), Samples.COMPANY, "001", null);
    FieldRules.Fields tooLong =
        fields(Samples.foodItems(), Samples.COMPANY, "001", LocalDate.of(2031, 11, 23));
    FieldRules.Fields backwards =
        fields(Samples.foodItems(), Samples.COMPANY, "001", LocalDate.of(2026, 11, 22));
    assertThat(faults(open)).containsExactly(new Fault("validTo", "missing"));
    assertThat(faults(tooLong)).containsExactly(new Fault("validTo", "too-long"));
    assertThat(faults(backwards)).containsExactly(new Fault("validTo", "before-valid-from"));
  }

  @Test
  void theIssuersCodeIsChecked() {
    FieldRules.Fields fields =
        new FieldRules.Fields(
            List.of(new Holder("甲", "001", Samples.COMPANY, null, null)),
            Samples.foodItems(),
            new Issuer("样例市市场监督管理局", "11519900XF00001289"),
            LocalDate.of(2026, 11, 23),
            LocalDate.of(2031, 11, 22));
    assertThat(faults(fields)).containsExactly(new Fault("issuer.uscc", "check-character-wrong"));
  }

  private static List<Fault> faults(FieldRules.Fields fields) {
    return new FieldRules(CATALOGUE.find(Samples.FOOD).orElseThrow().type()).faults(fields);
  }

  private static FieldRules.Fields food(Map<String, String> changed, String id, String idType) {
    Map<String, String> items = new HashMap<>(Samples.foodItems());
    items.putAll(changed);
    return fields(items, id, idType, LocalDate.of(2031, 11, 22));
  }

  private static FieldRules.Fields fields(
      Map<String, String> items, String id, String idType, LocalDate to) {
    return new FieldRules.Fields(
        List.of(new Holder("样例市清越餐饮有限公司", idType, id, null, null)),
        items,
        Samples.MARKET,
        LocalDate.of(2026, 11, 23),
        to);
  }
}
