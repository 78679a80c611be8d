// Generated from 06-the-systems-of-the-article.ipynb by 'scoring-audit notebook twin'. Change the notebook, not this file.
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

// # 6 · The systems of the article
//
// **The question.** An article that many readers know lists some twenty scoring systems from China, Germany, the United States, India and Australia in one breath. *Which of them read other people's records, what stands on paper, and what was only claimed?*
//
// About 25 minutes. *Synthetic people and firms only. Every mechanism is a hypothesis built into the generator, with invented points; nothing here says that a named institution works like this.* Source article: Horizons, "An Introduction to the China Social Credit System", updated 3 February 2022.

// ## Make a prediction
//
// Write down two numbers before you go on. Of the thirty or so mechanisms that we made from the article and from what corrects it,
//
// 1. how many are *codified*, that is, stand in a law, a published rule or the operator's own terms?
// 2. in how many does the score read the record of somebody else?


var systems = ScenarioCatalogue.All.Where(s => !s.Id.StartsWith("six-worlds")).ToList();
display(systems.Select(s => new { Scenario = s.Id, Label = s.Label, Systems = string.Join(", ", s.Systems) }));

display(systems.GroupBy(s => s.Label).OrderBy(g => g.Key).Select(g => new
{
    Label = g.Key,
    Mechanisms = g.Count(),
    ReadOthersRecords = g.Count(s => s.Channels.Any(c => c.Origin != Origin.Own)),
}));

// **How to read the labels.** *Codified*: a rule or the operator's terms can be cited, which does not say that it is applied. *Claimed*: somebody says so, and the public record neither settles it nor rules it out. *Illustrative*: we built it to see what it would do.
//
// ## From the article's list to the catalogue
//
// Here is every system that the article names, in its order, and the scenario that stands for it. Where there is none, the last column says why.

(string TheArticleNames, string[] Scenarios, string WhyNone)[] named =
[
    ("household registration (hukou) and personal files (dàng'àn)", [], "registers and files, no score; what joining registers does is in identifier-linkage"),
    ("Shanghai 2000: loans by the payment of utility bills", [], "own record only; an ordinary credit score"),
    ("Suining 2010: 1000 points, grades A to D", ["points-and-grades"], ""),
    ("the courts' list of debtors, 2013: also officers of firms, also children's schools", ["officers", "parent-to-child"], ""),
    ("eight private trials of 2015, Sesame Credit among them", ["voluntary-platform"], ""),
    ("Nanjing's card 2016, Suzhou's Osmanthus score", ["reward-card"], ""),
    ("blacklists and redlists, shared between agencies, 2016", ["agency-spread", "irregularity-to-blacklist", "redlist-rewards"], ""),
    ("Rongcheng, model city 2017", ["points-and-grades"], ""),
    ("firms: a score may fall with what partners do", ["corporate-partners", "worst-partner"], ""),
    ("firms: the record of the person who opens one", ["founder-to-firm"], ""),
    ("firms: five factors, taxes to industry rules", ["five-factors"], ""),
    ("removal from a list and repair", ["removal-and-repair"], ""),
    ("looking up one's record, complaints, courts", ["errors-and-appeals"], ""),
    ("eleven classes of information, 2021", ["collection-catalogue"], ""),
    ("exemptions, green lists and penalties of 2020", ["exemption-year"], ""),
    ("deductions for rare visits to parents, jaywalking, dogs, games", [], "local, rare or never put into effect; not built, so that nobody quotes it"),
    ("United States: FICO, and what lenders add", ["lender-overlay"], ""),
    ("Germany: SCHUFA, low-income area and low-score neighbours", ["neighbours-area", "neighbours-scores", "thin-file-gate"], ""),
    ("Germany: health insurers and fitness data", ["fitness-bonus"], ""),
    ("Australia: character test, ParentsNext, Trustbond, Darwin", ["official-discretion", "reporting-burden", "social-media-trust", "place-time-trace"], ""),
    ("India: Aadhaar", ["identifier-linkage"], ""),
];
display(named.Select(item => new { item.TheArticleNames, Scenarios = string.Join(", ", item.Scenarios.Select(id => ScenarioCatalogue.Require(id).Id)), item.WhyNone }));
display(systems.Where(s => !named.Any(item => item.Scenarios.Contains(s.Id))).Select(s => new { NotInTheArticle = s.Id, s.Title, s.Label }));

// ## The article against the record
//
// The article hedges some sentences and states others flatly. Here is what it says of each system, and what else can be found. `Checked` is false where we could not verify an entry ourselves. Read at least one of the five tables to its end, and note one sentence of the article that you would now write differently.
//
// **Credit bureaus and lenders.**

void Record(params string[] ids)
{
    var chosen = ids.Select(id => ScenarioCatalogue.Require(id)).ToList();
    display(chosen.Select(s => new { Scenario = s.Id, s.Label, TheArticle = s.ArticleSays }));
    display(chosen.SelectMany(s => s.PublicRecord.Select(entry => new { Scenario = s.Id, entry.Side, entry.Statement, entry.Source, Checked = entry.Verified })));
}
Record("neighbours-area", "neighbours-scores", "neighbours-features", "thin-file-gate", "tenure-not-place", "twelve-criteria", "lender-overlay");

// The bureau's own figure is that geodata are not used by default; the law presupposes that somebody uses them. Both can be true. The published criteria of 2026 contain the *time* at an address, not the place: a test that moves a person and forgets the clock will cry wolf (`tenure-not-place`).
//
// **Lists, courts and repair in China.**

Record("officers", "parent-to-child", "agency-spread", "irregularity-to-blacklist", "redlist-rewards", "removal-and-repair", "errors-and-appeals", "collection-catalogue", "exemption-year");

// Mind the difference between a *list* and a *limit*: since 2019 a firm's default does not put its officers on the list, while the limits on what they may buy reach them. The article's sentence runs both together.
//
// **Firms in China.**

Record("corporate-partners", "worst-partner", "founder-to-firm", "five-factors");

// **Points and cards of cities.**

Record("points-and-grades", "reward-card");

// **Platforms and programmes, in China and elsewhere.**

Record("voluntary-platform", "social-contacts", "household", "social-media-trust", "fitness-bonus", "official-discretion", "reporting-burden", "identifier-linkage", "place-time-trace");

// The best documented channel of all is here, and the article leaves it out: the platform's own description names *interpersonal relationships* as one of five dimensions.

// ## Every system, once
//
// Each mechanism runs as a small world. As its owner we can switch a channel off and see how far scores move: that is the *total effect* of the channel, in points of that world's own scale. The scales differ between worlds, so compare the last column, the people whose score moves at all, rather than the points.

IEnumerable<object> Effects(Scenario scenario)
{
    var spec = WorldSpec.Of(scenario.Id) with { Subjects = 1_500, Seed = 6 };
    var world = World.Generate(spec);
    var score = world.Truth.Score.ToArray();
    foreach (var channel in world.Truth.Channels)
    {
        var moved = score.Zip(world.Truth.ScoreWithout(channel.Name).ToArray(), (with, without) => Math.Abs(with - without)).ToArray();
        yield return new
        {
            Scenario = scenario.Id,
            Channel = channel.Name,
            WhoseRecord = channel.Origin,
            MeanPoints = Math.Round(moved.Average(), 1),
            LargestPoints = Math.Round(moved.Max(), 0),
            ShareOfSubjectsMoved = Math.Round(moved.Count(m => m > 1e-9) / (double)moved.Length, 3),
        };
    }
}
display(systems.SelectMany(Effects));

// Look for the two shapes. Some channels move nearly everybody a little: averages over neighbours, partners, contacts. Others move a few people very far: lists, gates, a parent's entry. A mean hides the second kind, and an average gap between groups hides it too.
//
// ## What is no score at all
//
// Two entries of the article are not scores: an identifier that joins registers, and a trace of places and times. The catalogue keeps them, because what they *enable* can be measured, and says what they are.

display(systems.Where(s => s.Nature != "score").Select(s => new { Scenario = s.Id, Nature = s.Nature, Title = s.Title, Label = s.Label }));

// ## One system through an auditor's eyes
//
// In the parent-to-child world the admission of a child falls when a parent is listed. The auditor has the scores and the families' links, and asks: are the children of one group hit more often?

var family = WorldSpec.Of("parent-to-child") with { Subjects = 4_000, Seed = 6 };
var children = World.Generate(family);
var proof = Provenance.Prove(children.Subjects, new WorldProof(family, WorldShard.Whole));
var released = ReleaseGate.Release(Audit.Run(children.Subjects, WorldPlans.For(family), new AuditInputs { Provenance = proof, Truth = children.Truth }));
display(released.Measure("adverse_impact_ratio"));

var off = family.Control();
var without = World.Generate(off);
var control = ReleaseGate.Release(Audit.Run(without.Subjects, WorldPlans.For(off), new AuditInputs { Provenance = Provenance.Prove(without.Subjects, new WorldProof(off, WorldShard.Whole)), Truth = without.Truth }));
display(control.Measure("adverse_impact_ratio"));

// The second table is the control: the same people, the channel off. What is left of the difference there comes from own records, and what the channel adds is the difference of the two. Only the owner of a world can do this; an auditor of a real system has one of the two tables.
//
// The channel moves a few children by many points, and the ratio between the groups by less than its interval is wide. A ratio between groups is the wrong instrument for a mechanism that hits few: the share of people moved, above, is the right one.
//
// ## What stays open
//
// The article and the record leave points that we could not settle. They are printed as unknown, and no scenario fills them in silently.

display(systems.SelectMany(s => s.Unknown.Select(point => new { Scenario = s.Id, Unknown = point })));

// ## Exercises
//
// 1. Take `removal-and-repair` with the presets: `spec with { Preset = "article2022" }` and `"cn2026"`. How long does a list hold a firm, and which of the two does a reader of the article have in mind?
// 2. `official-discretion` reads no record of another subject. Why is it in the catalogue?
// 3. In `exemption-year` breaches of the year are masked. Who gains nothing from the exemption?
//
// <details><summary>Solutions</summary>
//
// 1. The article gives two to five years; rules published since give up to three months, three to twelve months, or one to three years by severity. An audit that uses the old figure finds effects that are over.
// 2. Because the decision depends on who decides: the same record is treated in two ways. That is a reliability problem of the decision, no leakage, and the instruments must not call it leakage.
// 3. Partners of an exempt firm, where the partner's score does not know of the exemption.
//
// </details>
//
// ## What we cannot tell
//
// * Whether any of these systems works as the article says. A codified rule may not be applied, and a claimed one may be.
// * How common each mechanism is. The table counts mechanisms, not people.
// * Which points a real system gives. All of ours are invented.

static void display(object? value) => Console.WriteLine(ScoringAudit.Reporting.Notebook.PlainText.Of(value) + "\n");
