// Generated from 04-neighbours.ipynb by 'scoring-audit notebook twin'. Change the notebook, not this file.
#:project ../src/ScoringAudit/ScoringAudit.csproj
#:project ../src/ScoringAudit.Worlds/ScoringAudit.Worlds.csproj
#:project ../src/ScoringAudit.Models/ScoringAudit.Models.csproj
#:project ../src/ScoringAudit.Storage/ScoringAudit.Storage.csproj
#:project ../src/ScoringAudit.Reporting/ScoringAudit.Reporting.csproj
#:project ../src/ScoringAudit.Notebooks/ScoringAudit.Notebooks.csproj
#:property PublishAot=false
#:property TreatWarningsAsErrors=false
#:property RunAnalyzers=false
using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Notebook;
using ScoringAudit.Worlds;
using ScoringAudit.Worlds.Catalogue;

// # 4 · Neighbours
//
// **The question.** It has been claimed of a German credit bureau that living in a poor area, or beside people with low scores, lowers one's own score; the bureau says that it uses no geodata by default. *Could an auditor find out, and with what access?*
//
// About 25 minutes. *Synthetic people only. The area and neighbour channels are hypotheses built into the generator; effects of this kind have been attributed to credit bureaus, and nothing here says that one works like this.*

// ## What the public record says
//
// The scenarios of this toolkit carry a label each: *codified* (a public rule says so), *claimed* (reported, unverified or denied), *illustrative*. The two channels of this notebook are **claimed**. Print what stands for and against them before you go on.


display(ScenarioCatalogue.Require("neighbours-scores").PublicRecord.Select(entry => new { entry.Side, entry.Statement, entry.Source }));

// ## Six towns
//
// Six towns with 3,000 people each. The people are the same; the machine behind the score is not.
//
// | town | what the score reads |
// |---|---|
// | A | own records only |
// | B | own records only, but one of them (reserves) is not among the auditor's columns |
// | C | own records and the postcode's purchasing power: 20 points per standard deviation |
// | D | own records and the neighbours' scores: 0.3 points per point |
// | E | own records; the postcode only for the 0.3 % with a thin file |
// | F | own records, among them a shock that a whole street shares |
//
// In A, B and F nobody's score depends on anybody else's record. In C, D and E it does.
//
// ## Make a prediction
//
// *Moran's I* measures whether neighbours have similar scores: 0 means no, 1 means the same. In which of the six towns will it be clearly above 0?

var towns = new[] { "a", "b", "c", "d", "e", "f" };
var collected = new EvidenceBuilder();
var proofs = new List<Provenance>();
var worlds = new List<World>();
AuditPlan plan = WorldPlans.For(WorldSpec.Of("six-worlds-a"));
foreach (var town in towns)
{
    var spec = WorldSpec.Of("six-worlds-" + town) with { Subjects = 3_000, Seed = 1 };
    var world = World.Generate(spec);
    var proof = Provenance.Prove(world.Subjects, new WorldProof(spec, WorldShard.Whole));
    plan = WorldPlans.For(spec) with { Measures = ["leakage"] };
    Audit.Run(world.Subjects, plan, new AuditInputs { Provenance = proof, Truth = world.Truth, Interventions = world.Interventions, Stratum = "town " + town.ToUpperInvariant() }, collected);
    worlds.Add(world);
    proofs.Add(proof);
}
var released = ReleaseGate.Release(new AuditEvidence(collected.Findings, collected.Tables, collected.Notes, Provenance.OfAll(proofs), plan, collected.Facts));
display(released.Measure("moran_i"));

// In all six: see the rows with the link *address*. People who live together are alike: in income, in age, in arrears. So their scores are alike, also where the score reads nobody else's record. **Clustering is not leakage.** A newspaper that collects scores and draws a map with poor districts in red has shown that people are unevenly spread, and nothing about the machine.
//
// Look at town A once more: its interval lies wholly above 0. "Statistically significant", and nobody's record leaks into anybody's score.
//
// ## Move the person, not the map
//
// Now an auditor who may ask the machine. The same person, the same record, another address: what happens to the score? (The toolkit takes the whole place from a person in another area, 20 times for each.)

display(released.Figure("move-test"));

display(released.Measure("move_effect_place"));

// Towns A, B and F: exactly 0. Town C and D: the channel shows. Town E: almost nothing *on average*. The average hides it, because only 0.3 % of the people have a thin file. For them it is large. Ask the truth:

// The score as it is, against the score with one channel off, for channels that carry other people's records.
int[] Changed(World world)
{
    var score = world.Truth.Score.ToArray();
    return world.Truth.Channels.Where(channel => channel.Origin != Origin.Own && channel.Strength > 0)
        .SelectMany(channel => world.Truth.ScoreWithout(channel.Name).ToArray().Zip(score, (without, with) => (int)Math.Round(Math.Abs(with - without))))
        .Where(points => points >= 1).Order().ToArray();
}
display(towns.Zip(worlds, (town, world) => (town, changed: Changed(world)))
    .Select(t => new { Town = t.town.ToUpperInvariant(), PeopleWhoseScoreDependsOnOthers = t.changed.Length, MedianPoints = t.changed.Length == 0 ? 0 : t.changed[t.changed.Length / 2], MostPoints = t.changed.LastOrDefault() }));

// An auditor who looks at means only would clear town E. Report the largest change and the share of people concerned beside the mean.
//
// And B and D? To somebody who has the scores and the addresses only, they look alike: in both, neighbours resemble each other more than their known records explain. In a larger simulation of these towns a standard estimator of neighbour effects gave 0.30 for both, although in B there are none. None of the tests that were run on scores alone told them apart. Asking the machine did.
//
// ## What an outsider could have known
//
// The ladder of this toolkit puts it in one table. It prints the highest rung that the evidence reaches, and never "leaks" because of a cluster. First for those who own the machine, as we do here; then for an outsider who holds the scores and the addresses only.

display(released.Ladder());

var outside = new EvidenceBuilder();
foreach (var (town, world, proof) in towns.Zip(worlds, proofs))
{
    Audit.Run(world.Subjects, plan, new AuditInputs { Provenance = proof, Access = 'S', Stratum = "town " + town.ToUpperInvariant() }, outside);
}
var outsider = ReleaseGate.Release(new AuditEvidence(outside.Findings, outside.Tables, outside.Notes, Provenance.OfAll(proofs), plan, outside.Facts));
display(outsider.Ladder());

// Those who own the machine climb to *mechanism known* for the area in towns C and E and for the neighbours in town D; everywhere else the ladder says *none found*, although scores are clustered there as well.
//
// The outsider stays on the second rung at best, and stands there in towns B, C, D and F alike: in B and F nobody's record reaches anybody else's score. Town E looks to the outsider like town A, where there is nothing to find. That is the price of not being allowed to ask.
//
// ## What the law says about it (Germany, European Union; no legal advice, sources checked November 2026)
//
// * **BDSG § 31(1)** forbids a score from address data *alone* and asks that people be told if address data are used. The Court of Justice voiced doubts that the paragraph has a basis in Union law (C‑634/21). The draft § 37a that would have barred address data was not enacted, as far as we found.
// * **C‑634/21** (7 December 2023): a bureau's probability value is itself an automated decision under GDPR 22(1) if the third party draws strongly on it.
// * **C‑203/22** (27 February 2025): a person may ask for the procedure and principles *actually applied*, in intelligible form. A formula is not enough; trade secrets go to the authority or the court for balancing.
//
// The last one meets a difficulty of this notebook: an explanation that tells how much your *neighbours* cost you also tells something about your neighbours.
//
// ## Exercises
//
// 1. Make the six towns larger (`Subjects = 10_000`). Which numbers change, which do not?
// 2. In town D, how does the effect of 0.3 points per point become larger for a whole street than for a single neighbour? (Hint: neighbours have neighbours.)
// 3. You have a list of 2,000 people who donated their score and their postcode. What can you find out about towns C and E?
//
// <details><summary>Solutions</summary>
//
// 1. The intervals become narrower. The zeros stay exactly 0: they are no estimates that happen to be small.
// 2. Your neighbours' scores read your score, so a change goes round and comes back: up to 1 / (1 − 0.3) ≈ 1.4 times for a whole street that changes together.
// 3. Little. Scattered over a country most donors are alone in their postcode, so there are hardly any pairs of neighbours. And 2,000 people hold about 6 with a thin file.
//
// </details>
//
// ## What we cannot tell
//
// * Whether any bureau does this. These towns show what an auditor *could* see if one did, and what he would see if it did not.
// * From scores and addresses alone: whether neighbours' records were read. The honest answer there is "clustered, cause unknown".

static void display(object? value) => Console.WriteLine(ScoringAudit.Reporting.Notebook.PlainText.Of(value) + "\n");
