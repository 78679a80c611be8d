// Generated from 05-partners.ipynb by 'scoring-audit notebook twin'. Change the notebook, not this file.
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
using ScoringAudit.Notebooks;
using ScoringAudit.Portfolios;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Notebook;
using ScoringAudit.Worlds;
using ScoringAudit.Worlds.Catalogue;

// # 5 · Partners
//
// **The question.** It has been reported of corporate rating systems in China that a firm's score may fall with what its *partners* do. *How far does one firm's listing reach, and whom?*
//
// About 20 minutes. *Synthetic firms only. The partner and founder channels are hypotheses built into the generator, with invented points; nothing here says that a named authority works like this.*

// ## What the public record says
//
// The article that many readers know from the press says flatly that a business's score may fall with its partners' behaviour. What else is there? Read the record for and against, and mind the labels: the partner channel is *claimed*; the effect of a founder on a new firm is *codified* for the tax credit rating.


display(new[] { "corporate-partners", "founder-to-firm" }
    .SelectMany(id => ScenarioCatalogue.Require(id).PublicRecord.Select(entry => new { Scenario = id, Label = ScenarioCatalogue.Require(id).Label, entry.Side, entry.Statement })));

// ## A small economy
//
// Three thousand firms trade with one another: most have a few partners, a few have very many. A firm's score (0 to 1000) is made of its own record, and of two channels that can be switched off: the mean score of its partners (`partner-level`), and the share of its trade with blacklisted partners (`partner-listed`). Since a partner's score reads *its* partners' scores, all scores are solved together.

var spec = WorldSpec.Of("corporate-partners") with { Subjects = 3_000, Seed = 1 };
var world = World.Generate(spec);
var firms = world.Subjects;
var proof = Provenance.Prove(firms, new WorldProof(spec, WorldShard.Whole));
display(proof.IsSynthetic);

var facts = world.Firms!;
display(new[]
{
    new { Fact = "firms", Value = (double)facts.Firms },
    new { Fact = "partner links", Value = (double)facts.Links },
    new { Fact = "firms that read the most-read firm", Value = (double)facts.MostReaders },
    new { Fact = "share of firms on a blacklist", Value = Math.Round(facts.BlacklistedShare, 4) },
});

// ## Make a prediction
//
// We put one more firm on the blacklist and solve everything again. How many *other* firms change their grade
//
// 1. if the firm is drawn at random?
// 2. if it is one of the firms that most others trade with?

var blast = facts.Blast!;
display(new[]
{
    new { ListedFirm = "drawn at random", OtherFirmsThatChangeGrade = Math.Round(blast.MeanOfRandom, 2), FirmsListedInTurn = blast.RandomSeeds },
    new { ListedFirm = "with the most readers", OtherFirmsThatChangeGrade = Math.Round(blast.MeanOfHubs, 2), FirmsListedInTurn = blast.HubSeeds },
});

var released = ReleaseGate.Release(Audit.Run(firms, WorldPlans.For(spec), new AuditInputs { Provenance = proof, Truth = world.Truth, Interventions = world.Interventions }));
display(released.Figure("blast-radius"));

// **How to read it.** The mean of the random draws is the number that a defender of such a system would quote. The hubs are the number for those whom it hits. Step 1 are the firms that read the listed firm, step 2 those that read these: firms that never dealt with it.
//
// Now one listing, drawn. In the middle the listed firm; the first ring are all firms that read it; further out only those whose grade changes, and the firms on the way to them. Only a synthetic economy may be drawn like this: in a real one the picture would show who somebody is.

display(released.Figure("around-one-listing"));

// Most firms of the first ring keep their grade, and a few firms two or three steps away lose theirs: firms that cannot know why. Thousands of scores move a little without a change of grade; they are not drawn.
//
// ## Whose record is in the score?
//
// As the owner of the world we can switch each channel off and see how far scores move.

double MeanChange(string channel) => world.Truth.Score.ToArray().Zip(world.Truth.ScoreWithout(channel).ToArray(), (with, without) => Math.Abs(with - without)).Average();
display(world.Truth.Channels.Select(channel => new { Channel = channel.Name, WhoseRecord = channel.Origin, channel.Strength, MeanPoints = Math.Round(MeanChange(channel.Name), 1) }));

// ## What an auditor sees
//
// The auditor may ask the machine: the same firm with another partner of like size, all else kept. By how many points does the score change? And what does the ladder of notebook 4 say, for partners and for districts?

display(released.Measure("swap_effect_partner"));
display(released.Ladder());

// One partner exchanged for another moves a score by about six points; the district moves nothing, although a firm's district is in the file. Whoever asks only "are firms of one district alike?" learns neither.
//
// Last the auditor's standard question: are domestic and foreign firms graded alike?

display(released.Measure("adverse_impact_ratio"));

// ## Founders and officers
//
// Two further channels run through persons. In `founder-to-firm` a new firm begins with its founder's record: softly, and, if the founder was responsible for a firm rated D, with a D of its own (the tax credit rating's rule since July 2025). In `officers` a firm's debt limits the people who run it, and their listing counts against the other firms that they run.
//
// **Predict:** which of the channels below moves most firms, and which moves a firm furthest?

IEnumerable<object> Reach(string scenario)
{
    var other = World.Generate(WorldSpec.Of(scenario) with { Subjects = 3_000, Seed = 1 });
    foreach (var channel in other.Truth.Channels)
    {
        var moved = other.Truth.Score.ToArray().Zip(other.Truth.ScoreWithout(channel.Name).ToArray(), (with, without) => Math.Abs(with - without)).Where(points => points > 1e-9).Order().ToArray();
        yield return new { Scenario = scenario, Channel = channel.Name, WhoseRecord = channel.Origin, ShareOfFirmsMoved = Math.Round(moved.Length / 3_000.0, 3), MedianPoints = Math.Round(moved[moved.Length / 2], 1), MostPoints = Math.Round(moved[^1], 0) };
    }
}
display(new[] { "corporate-partners", "worst-partner", "founder-to-firm", "officers" }.SelectMany(Reach));

// A mean over partners moves nearly everybody by a little. A founder's D moves one firm in seventy, by enough to change its grade. The rule that is written down is the second kind; the claim that everybody knows from the press is the first.
//
// ## Lists
//
// In `agency-spread` there is no partner at all: what spreads is a *listing*, from one agency to the others. Count the firms that are put on a blacklist, and taken off, quarter by quarter. The table of events is part of the world; SQL is enough.

var agencies = World.Generate(WorldSpec.Of("agency-spread") with { Subjects = 3_000, Seed = 1 });
display(Query.Sql("""
    SELECT quarter, count(*) FILTER (kind LIKE '%black_on') AS listed, count(*) FILTER (kind LIKE '%black_off') AS removed
    FROM events GROUP BY quarter ORDER BY quarter
    """, ("events", agencies.Tables.Single(table => table.Name == "events-lists").Rows)));

// Removals begin two years after the first listings, because a listing lasts that long in this world; until then the lists only grow. The number of firms on a list is the sum of the one column less the sum of the other: the measure of such a system is how long it holds a firm, not how many it lists in a quarter.

// ## Exercises
//
// 1. Take the control, `spec.Control()`. What is the blast radius there?
// 2. Try `"worst-partner"`: only the worst partner counts, not the mean. Which channel punishes firms with *many* partners?
// 3. In `"founder-to-firm"`, who could have prevented the low grade of a new firm?
// 4. Switch the spread between agencies off: `WorldSpec.Of("agency-spread").Control()`. Which of the two columns of the last table changes first?
//
// <details><summary>Solutions</summary>
//
// 1. There is none: nobody's score reads anybody else's, so a listing stays where it is.
// 2. The worst of many is worse than the worst of few: the more partners, the lower the expected worst. The mean does not punish size.
// 3. Nobody in the firm, by its own conduct: the firm is new, and the record is another one's. That the rule is codified does not change what the score measures.
// 4. The listings: from the second quarter on each agency lists on its own grounds only. The removals follow two years later.
//
// </details>
//
// ## What we cannot tell
//
// * Whether any authority computes partner scores. Ratings were found to be given by single agencies; no comprehensive score above them was found.
// * How firms would answer. In these worlds partners stay; real firms would drop partners that cost them points, and that may be the largest effect of all.

static void display(object? value) => Console.WriteLine(ScoringAudit.Reporting.Notebook.PlainText.Of(value) + "\n");
