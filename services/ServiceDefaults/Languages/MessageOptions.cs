using System.ComponentModel.DataAnnotations;

namespace Leasehold.ServiceDefaults.Languages;

/// <summary>What messages come in where a caller does not say, bound from <c>Leasehold:Messages</c>.</summary>
public sealed class MessageOptions
{
    /// <summary>The language of callers without Accept-Language; also MESSAGE_LANGUAGE.</summary>
    /// <value>en (the default) or ko.</value>
    [AllowedValues("en", "ko", ErrorMessage = "MESSAGE_LANGUAGE (Leasehold:Messages:Language) must be en or ko.")]
    public string Language { get; set; } = "en";
}
