namespace Leasehold.Guest.Tests.Requests;

/// <summary>Who makes a request.</summary>
internal enum Caller
{
    /// <summary>Nobody known.</summary>
    Anonymous,

    /// <summary>A customer, by cookie.</summary>
    CookieCustomer,

    /// <summary>An operator, by cookie.</summary>
    CookieOperator,

    /// <summary>A customer, by token.</summary>
    TokenCustomer,

    /// <summary>An operator, by token.</summary>
    TokenOperator,

    /// <summary>Somebody whose token another key signed.</summary>
    ForgedToken,

    /// <summary>Somebody whose token is old.</summary>
    ExpiredToken,
}
