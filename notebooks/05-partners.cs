// Generated from 05-partners.ipynb by 'scoring-audit notebook twin'. Change the notebook, not this file.
#:project ../src/ScoringAudit/ScoringAudit.csproj
#:project ../src/ScoringAudit.Worlds/ScoringAudit.Worlds.csproj
#:project ../src/ScoringAudit.Models/ScoringAudit.Models.csproj
#:project ../src/ScoringAudit.Storage/ScoringAudit.Storage.csproj
#:project ../src/ScoringAudit.Reporting/ScoringAudit.Reporting.csproj
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

// # 5 · Partners
//
// **The question.** It has been reported of corporate rating systems in China that a firm's score may fall with what its *partners* do. *How far does one firm's listing reach, and whom?*
//
// About 15 minutes. *Synthetic firms only. The partner and founder channels are hypotheses built into the generator, with invented points; nothing here says that a named authority works like this.*

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

display(blast.ByHop.Select((changes, hop) => new { Hop = hop + 1, GradeChanges = changes }));

// **How to read it.** The mean of the random draws is the number that a defender of such a system would quote. The hubs are the number for those whom it hits. Hop 1 are the firms that read the listed firm, hop 2 those that read these: firms that never dealt with it.
//
// ## Whose record is in the score?
//
// As the owner of the world we can switch each channel off and see how far scores move.

double MeanChange(string channel) => world.Truth.Score.ToArray().Zip(world.Truth.ScoreWithout(channel).ToArray(), (with, without) => Math.Abs(with - without)).Average();
display(world.Truth.Channels.Select(channel => new { Channel = channel.Name, WhoseRecord = channel.Origin, channel.Strength, MeanPoints = Math.Round(MeanChange(channel.Name), 1) }));

// ## What an auditor sees
//
// The auditor has the list of scores and knows which firms are foreign. Are domestic and foreign firms graded alike?

var released = ReleaseGate.Release(Audit.Run(firms, WorldPlans.For(spec), new AuditInputs { Provenance = proof, Truth = world.Truth }));
display(released.Measure("adverse_impact_ratio"));

// ## Exercises
//
// 1. Take the control, `spec.Control()`. What is the blast radius there?
// 2. Try `"worst-partner"`: only the worst partner counts, not the mean. Which channel punishes firms with *many* partners?
// 3. In `"founder-to-firm"`, who could have prevented the low grade of a new firm?
//
// <details><summary>Solutions</summary>
//
// 1. There is none: nobody's score reads anybody else's, so a listing stays where it is.
// 2. The worst of many is worse than the worst of few: the more partners, the lower the expected worst. The mean does not punish size.
// 3. Nobody in the firm, by its own conduct: the firm is new, and the record is another one's. That the rule is codified does not change what the score measures.
//
// </details>
//
// ## What we cannot tell
//
// * Whether any authority computes partner scores. Ratings were found to be given by single agencies; no comprehensive score above them was found.
// * How firms would answer. In these worlds partners stay; real firms would drop partners that cost them points, and that may be the largest effect of all.

static void display(object? value) => Console.WriteLine(ScoringAudit.Reporting.Notebook.PlainText.Of(value) + "\n");
