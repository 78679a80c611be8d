using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds.Persons;

/// <summary>All values of a run of people, array by array: what the data show, and what only the truth knows.</summary>
internal sealed class PersonColumns
{
    public static readonly string[] GroupLevels = ["A", "B"];
    public static readonly string[] SexLevels = ["female", "male"];
    public static readonly string[] EmploymentLevels = ["civil_servant", "employed", "retired", "self_employed", "student", "unemployed"];
    public static readonly string[] DeliveryLevels = ["evening", "midday", "morning"];

    public const int CivilServant = 0, Employed = 1, Retired = 2, SelfEmployed = 3, Student = 4, Unemployed = 5;

    public PersonColumns(int rows, PersonExtension? extension = null)
    {
        Extra = extension is null ? [] : [.. extension.Columns.Select(c => ChunkedPortfolio.Empty(c.Kind, rows))];
        Rows = rows;
        SubjectId = new long[rows];
        Postcode = new int[rows];
        Street = new int[rows];
        House = new long[rows];
        Household = new long[rows];
        Group = new int[rows];
        Sex = new int[rows];
        Age = new long[rows];
        Income = new float[rows];
        Employment = new int[rows];
        MonthsEmployed = new long[rows];
        CreditLines = new long[rows];
        Utilisation = new float[rows];
        Arrears = new long[rows];
        Inquiries = new long[rows];
        OldestAccount = new float[rows];
        Tenure = new long[rows];
        Thin = new bool[rows];
        PurchasingPower = new float[rows];
        AreaDefaultRate = new float[rows];
        NeighboursScore = new float[rows];
        LockerDistance = new float[rows];
        CellLoad = new float[rows];
        DeliveryWindow = new int[rows];
        Default = new long[rows];
        Score = new double[rows];
        DefaultProbability = new double[rows];
        OwnPart = new int[rows];
        TenureFull = new int[rows];
        Lag = new double[rows];
    }

    public int Rows { get; }

    /// <summary>Columns that the scenario adds.</summary>
    public ColumnBuffer[] Extra { get; }

    public long[] SubjectId { get; }

    public int[] Postcode { get; }

    public int[] Street { get; }

    public long[] House { get; }

    public long[] Household { get; }

    public int[] Group { get; }

    public int[] Sex { get; }

    public long[] Age { get; }

    public float[] Income { get; }

    public int[] Employment { get; }

    public long[] MonthsEmployed { get; }

    public long[] CreditLines { get; }

    public float[] Utilisation { get; }

    public long[] Arrears { get; }

    public long[] Inquiries { get; }

    public float[] OldestAccount { get; }

    public long[] Tenure { get; }

    public bool[] Thin { get; }

    public float[] PurchasingPower { get; }

    public float[] AreaDefaultRate { get; }

    public float[] NeighboursScore { get; }

    public float[] LockerDistance { get; }

    public float[] CellLoad { get; }

    public int[] DeliveryWindow { get; }

    public long[] Default { get; }

    /// <summary>The mechanism's score, a multiple of 0.01.</summary>
    public double[] Score { get; }

    /// <summary>True probability of default, a multiple of 2^−20.</summary>
    public double[] DefaultProbability { get; }

    /// <summary>Own part of the score with its own-origin channels, in hundredths of a point.</summary>
    public int[] OwnPart { get; }

    /// <summary>How much of the own part the tenure channel gives, in hundredths of a point.</summary>
    public int[] TenureFull { get; }

    /// <summary>Mean score of the neighbours at the fixpoint less 600; NaN without neighbours.</summary>
    public double[] Lag { get; }
}
