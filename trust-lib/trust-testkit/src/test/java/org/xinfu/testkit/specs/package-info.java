/** Tests that bind specs to code. */
package org.xinfu.testkit.specs;
