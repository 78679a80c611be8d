namespace ScoringAudit.Worlds.Catalogue;

/// <summary>Whom a world is about.</summary>
public enum WorldKind
{
    /// <summary>Persons in households, streets and postcodes.</summary>
    Persons,

    /// <summary>Firms with partners, officers and lists.</summary>
    Firms,
}
