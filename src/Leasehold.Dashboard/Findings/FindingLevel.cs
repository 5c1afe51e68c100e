namespace Leasehold.Dashboard;

/// <summary>How much a finding matters.</summary>
internal enum FindingLevel
{
    /// <summary>Callers suffer now.</summary>
    Urgent,

    /// <summary>It will hurt under load, or somebody must decide something.</summary>
    Warning,

    /// <summary>It happened, and is worth mending.</summary>
    Note,
}
