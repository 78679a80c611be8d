namespace ScoringAudit.Portfolios;

/// <summary>Whose record a feature comes from. Any origin but <see cref="Own"/> is associative.</summary>
public enum Origin
{
    /// <summary>The subject's own record.</summary>
    Own,

    /// <summary>People who live in the same household.</summary>
    Household,

    /// <summary>Parents, children and other relatives.</summary>
    Family,

    /// <summary>People who live next door or in the same street.</summary>
    Neighbourhood,

    /// <summary>A statistic of the area where the subject lives.</summary>
    Area,

    /// <summary>A statistic of the subject's school, employer or the like.</summary>
    Cohort,

    /// <summary>Social contacts.</summary>
    Contact,

    /// <summary>Business partners: buyers and suppliers.</summary>
    Partner,

    /// <summary>The person who founded the firm.</summary>
    Founder,

    /// <summary>The firm's officers and legal representatives.</summary>
    Officer,

    /// <summary>An authority's lists.</summary>
    Authority,
}
