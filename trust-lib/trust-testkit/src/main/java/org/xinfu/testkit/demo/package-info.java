/**
 * The demonstration: the main job from an empty HSM to a revoked licence, on real components over
 * HTTP. Entry: {@link org.xinfu.testkit.demo.Demo}.
 */
@NullMarked
package org.xinfu.testkit.demo;

import org.jspecify.annotations.NullMarked;
