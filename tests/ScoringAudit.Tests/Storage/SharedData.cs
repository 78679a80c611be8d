namespace ScoringAudit.Tests.Storage;

/// <summary>Finds real data files that lie beside the repository and are not part of it.</summary>
internal static class SharedData
{
    /// <summary>The path of a file under ../shared/data, or a skipped test that says where it was looked for.</summary>
    public static string Require(string relative)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "ScoringAudit.sln")))
            {
                var path = Path.GetFullPath(Path.Combine(at.FullName, "..", "shared", "data", relative));
                Assert.SkipUnless(File.Exists(path), $"../shared/data/{relative} is not beside the repository");
                return path;
            }
        }

        Assert.Skip("the tests do not run inside the repository");
        return string.Empty;
    }
}
