using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ScoringAudit.Privacy;
using ScoringAudit.Tests.Architecture;

namespace ScoringAudit.Tests.Privacy;

/// <summary>The compiler holds the promise: these snippets must not compile, and the same snippet without the forbidden line must.</summary>
public class ConfidentialTests
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is { } n && (n.StartsWith("System.", StringComparison.Ordinal) || n is "netstandard.dll" or "mscorlib.dll" or "ScoringAudit.dll"))
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    private static List<string> Errors(string line)
    {
        var source = $$"""
            using System;
            using System.Collections.Generic;
            using ScoringAudit.Privacy;
            public static class Snippet
            {
                public static void Run()
                {
                    var secret = Confidential<long[]>.Seal(new long[] { 1, 2, 3 });
                    {{line}}
                }
            }
            """;
        var compilation = CSharpCompilation.Create("Snippet", [CSharpSyntaxTree.ParseText(source)], References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return [.. compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id)];
    }

    [Fact]
    public void Snippet_Sealing_Compiles() => Assert.Empty(Errors("_ = secret;"));

    [Theory]
    [InlineData("secret.ToString();")]
    [InlineData("Console.WriteLine($\"{secret}\");")]
    [InlineData("Console.WriteLine(secret);")]
    [InlineData("_ = \"value: \" + secret;")]
    [InlineData("_ = secret == new long[] { 1, 2, 3 };")]
    [InlineData("_ = secret == secret;")]
    [InlineData("_ = secret.Equals(new long[] { 1 });")]
    [InlineData("_ = secret.GetHashCode();")]
    [InlineData("_ = System.Text.Json.JsonSerializer.Serialize(secret);")]
    [InlineData("object boxed = secret;")]
    [InlineData("var list = new List<Confidential<long[]>> { secret };")]
    [InlineData("Func<int> f = () => { _ = secret; return 1; };")]
    [InlineData("_ = secret.Open();")]
    [InlineData("_ = secret._value;")]
    [InlineData("dynamic d = secret;")]
    [InlineData("long[] plain = secret;")]
    [InlineData("_ = new Released<long>(1, new DiscreteGaussianLaw(1), PrivacyUnit.Row(NeighbourRelation.Replace), 1, \"uncharged\");")]
    [InlineData("_ = new NoisyTable(null, null);")]
    [InlineData("_ = new PrivacySession(null, \"d\", PrivacyBudget.Default, null);")]
    public void Snippet_ForbiddenUse_DoesNotCompile(string line) => Assert.NotEmpty(Errors(line));

    [Fact]
    public void Confidential_Always_IsARefStructWithoutOwnText()
    {
        var type = typeof(Confidential<>);
        Assert.True(type.IsByRefLike);
        Assert.Empty(type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly));
        Assert.Empty(type.GetProperties());
        var hidden = type.GetField("_value", BindingFlags.NonPublic | BindingFlags.Instance)!.GetCustomAttribute<System.Diagnostics.DebuggerBrowsableAttribute>();
        Assert.Equal(System.Diagnostics.DebuggerBrowsableState.Never, hidden!.State);
    }

    [Fact]
    public void Released_Always_HasNoPublicConstructor() =>
        Assert.All(new[] { typeof(Released<>), typeof(NoisyTable), typeof(Selected) }, t => Assert.Empty(t.GetConstructors()));

    [Fact]
    public void Sources_Always_OpenConfidentialAndMakeReleasedInMechanismsOnly()
    {
        // Where a sealed value is opened, or a released one is made, a charge must stand between: only these files may do it.
        string[] mechanisms = ["HistogramMechanism.cs", "QuantileMechanism.cs"];
        var files = Directory.EnumerateFiles(Path.Combine(RoomTests.Root(), "src"), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("\\obj\\", StringComparison.Ordinal)).ToList();
        var opening = files.Where(f => System.Text.RegularExpressions.Regex.IsMatch(File.ReadAllText(f), @"new Released<|new Selected\(|new NoisyTable\(|counts\.Open\(\)|Confidential<[^>]*>+ \w+\) *=> *\w+\.Open")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(mechanisms, opening);
        Assert.All(mechanisms, m => Assert.Matches(@"session\.(Release|Choose)\(", File.ReadAllText(files.Single(f => Path.GetFileName(f) == m))));
    }

    [Fact]
    public void PrivacyRoom_Always_HasNoSeededNoise()
    {
        // The system's generator is the only bit source of the product, and no public member takes another.
        var core = typeof(PrivacySession).Assembly;
        var sources = core.GetTypes().Where(t => typeof(IBitSource).IsAssignableFrom(t) && !t.IsInterface).Select(t => t.Name);
        Assert.Equal(["SystemBits"], sources);
        Assert.False(typeof(IBitSource).IsPublic);
        Assert.All(typeof(PrivacySession).GetConstructors(), c => Assert.DoesNotContain(c.GetParameters(), p => p.ParameterType == typeof(IBitSource)));
        Assert.All(
            core.GetExportedTypes().Where(t => t.Namespace == "ScoringAudit.Privacy").SelectMany(t => t.GetProperties()),
            p => Assert.DoesNotContain("seed", p.Name, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Noise_Always_UsesNoFloatingPoint()
    {
        foreach (var name in new[] { "ExactSampler.cs", "SystemBits.cs", "PrivacySession.cs", "HistogramMechanism.cs" })
        {
            var text = File.ReadAllText(Path.Combine(RoomTests.Root(), "src", "ScoringAudit", "Privacy", name));
            Assert.DoesNotMatch(@"\bdouble\b|\bfloat\b|\bdecimal\b|Math\.(Exp|Log|Sqrt)", text);
        }
    }
}
