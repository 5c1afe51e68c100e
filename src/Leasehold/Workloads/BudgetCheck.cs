namespace Leasehold;

/// <summary>What happens when the pools could ask the server for more connections than it has.</summary>
public enum BudgetCheck
{
    /// <summary>Log a warning and start.</summary>
    Warn,

    /// <summary>Refuse to start.</summary>
    Fail,

    /// <summary>Do not compare.</summary>
    Off,
}
