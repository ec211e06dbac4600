package org.xinfu.licence;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.xinfu.licence.domain.Holder;
import org.xinfu.licence.domain.Issuer;
import org.xinfu.licence.domain.LicenceFacts;
import org.xinfu.trust.id.LicenceIdentifier;

/** Fictitious licences. */
public final class Samples {
  public static final String REAL_ESTATE = "11100000XF00000135001";
  public static final String FOOD = "11100000XF00000210001";
  public static final String BUSINESS = "11100000XF00000210002";
  public static final Issuer REGISTRY = new Issuer("样例市不动产登记中心", "11519900XF000011X8");
  public static final Issuer MARKET = new Issuer("样例市市场监督管理局", "11519900XF00001288");
  public static final String CITIZEN = "510100199003071231";
  public static final String OTHER_CITIZEN = "510100198806150027";
  public static final String COMPANY = "91519900XF0A00012G";
  public static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  private Samples() {}

  public static Map<String, String> estateItems() {
    return Map.of(
        "number", "蜀（2026）样例市不动产权第0000018号",
        "coOwnership", "按份共有",
        "location", "样例市锦水区梧桐街 88 号 3 栋 2 单元 1201 号",
        "unitNumber", "519904 001001 GB00018 F00030012",
        "rightType", "国有建设用地使用权／房屋所有权",
        "rightNature", "出让／市场化商品房",
        "usage", "城镇住宅用地／住宅",
        "area", "共有宗地面积 12 860.50 ㎡／房屋建筑面积 118.36 ㎡",
        "term", "国有建设用地使用权 2012-05-08 起至 2082-05-07 止",
        "remarks", "房屋结构：钢筋混凝土结构\n房屋总层数：18，所在层：12\n专有建筑面积：94.12 ㎡，分摊建筑面积：24.24 ㎡");
  }

  public static LicenceFacts estate() {
    return new LicenceFacts(
        new LicenceIdentifier(REAL_ESTATE, REGISTRY.uscc(), "2026000018", 1),
        estateItems().get("number"),
        List.of(
            new Holder("林清越", "111", CITIZEN, "1/2", null),
            new Holder("苏念安", "111", OTHER_CITIZEN, "1/2", null)),
        estateItems(),
        REGISTRY,
        LocalDate.of(2026, 11, 23),
        null,
        AT);
  }

  public static Map<String, String> foodItems() {
    return Map.of(
        "number", "JY25199040012345",
        "legalRepresentative", "林清越",
        "domicile", "样例市锦水区梧桐街 6 号",
        "premises", "样例市锦水区梧桐街 6 号附 2 号一层",
        "businessForm", "餐饮服务经营者",
        "businessItems", "热食类食品制售，冷食类食品制售（不含生食），自制饮品制售",
        "supervisor", "样例市锦水区市场监督管理所",
        "signatory", "周若川");
  }

  public static LicenceFacts food() {
    return new LicenceFacts(
        new LicenceIdentifier(FOOD, MARKET.uscc(), "JY25199040012345", 1),
        "JY25199040012345",
        List.of(new Holder("样例市清越餐饮有限公司", "001", COMPANY, null, null)),
        foodItems(),
        MARKET,
        LocalDate.of(2026, 11, 23),
        LocalDate.of(2031, 11, 22),
        AT);
  }

  public static Map<String, String> businessItems() {
    return Map.of(
        "number", "519904000012345",
        "entityType", "有限责任公司（自然人独资）",
        "legalRepresentative", "林清越",
        "scope", "许可项目：餐饮服务（依法须经批准的项目，经相关部门批准后方可开展经营活动）。一般项目：食品互联网销售（仅销售预包装食品）；外卖递送服务。",
        "capital", "伍拾万元整",
        "established", "2024-03-18",
        "term", "2024-03-18 至 长期",
        "domicile", "样例市锦水区梧桐街 6 号");
  }

  public static LicenceFacts business() {
    return new LicenceFacts(
        new LicenceIdentifier(BUSINESS, MARKET.uscc(), "519904000012345", 1),
        "519904000012345",
        List.of(new Holder("样例市清越餐饮有限公司", "001", COMPANY, null, null)),
        businessItems(),
        MARKET,
        LocalDate.of(2024, 3, 18),
        null,
        AT);
  }
}
