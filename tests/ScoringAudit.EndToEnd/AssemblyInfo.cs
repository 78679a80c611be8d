using ScoringAudit.EndToEnd;

[assembly: AssemblyFixture(typeof(DemoFixture))]
