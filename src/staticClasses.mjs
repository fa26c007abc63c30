// A plugin for babel: tells Solid's compiler that the class names of CSS modules never change. Without it the compiler
// makes an effect for every `class={style["name"]}`, because it cannot know what an import holds.

/** The mark that Solid's compiler knows: the expression is read once. */
const ONCE = "@once";

/** @typedef {import("@babel/core").types.Node} Node */

/** @returns {import("@babel/core").PluginObj} */
export function staticClasses() {
  return {
    name: "static-classes",
    visitor: {
      // One pass of its own over the file, because Solid's compiler replaces whole elements on its way.
      Program(program) {
        /** @type {Set<string>} */
        const styles = new Set();
        for (const statement of program.node.body) {
          if (statement.type !== "ImportDeclaration" || !statement.source.value.endsWith(".module.css"))
            continue;
          for (const { local } of statement.specifiers) styles.add(local.name);
        }
        if (styles.size === 0) return;
        program.traverse({
          JSXExpressionContainer({ node: { expression } }) {
            if (isConstant(expression, styles)) {
              expression.leadingComments = [{ type: "CommentBlock", value: ONCE }];
            }
          },
        });
      },
    },
  };
}

/** Whether an expression has only strings and members of style sheets. @param {Node} node @param {ReadonlySet<string>} styles @returns {boolean} */
function isConstant(node, styles) {
  if (node.type === "TemplateLiteral") return node.expressions.every((part) => isConstant(part, styles));
  return (
    node.type === "MemberExpression" &&
    node.object.type === "Identifier" &&
    styles.has(node.object.name) &&
    node.property.type === "StringLiteral"
  );
}
