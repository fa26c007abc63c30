/** The seeded random generator of the tests: that of the simulation. */
export { SeededRandom } from "../../src/simulation/random";
