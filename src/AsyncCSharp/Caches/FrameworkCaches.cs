using System.Collections;
using System.Reflection;
using System.Runtime.Loader;

namespace AsyncCSharp.Caches;

/// <summary>
/// Takes the types of unloaded cells out of caches of the framework that hold every type they have met: those of its JSON serializer, which a hot
/// reload clears, too, of its type descriptors and of its validation. By reflection: where a version of .NET has no such thing, nothing happens.
/// What is not loaded is not looked for. Any thread.
/// </summary>
internal static class FrameworkCaches
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;
    private const string Json = "System.Text.Json";
    private const string Descriptors = "System.ComponentModel.TypeConverter";
    private const string Validation = "System.ComponentModel.Annotations";
    private const string DescriptorType = "System.ComponentModel.TypeDescriptor";
    private const string ReflectingType = "System.ComponentModel.ReflectTypeDescriptionProvider";
    private const string NodeType = DescriptorType + "+TypeDescriptionNode";
    private const string ValidationType = "System.ComponentModel.DataAnnotations.ValidationAttributeStore";
    private const string MetadataType = "System.ComponentModel.DataAnnotations.AssociatedMetadataTypeTypeDescriptor+TypeDescriptorCache";

    private static readonly string[] s_reflected = ["s_propertyCache", "s_eventCache", "s_attributeCache", "s_extendedPropertyCache"];

    /// <summary>Whether this framework has what is looked for. Loads it.</summary>
    public static bool IsAvailable
    {
        get
        {
            (Assembly json, Assembly descriptors, Assembly validation) = (Assembly.Load(Json), Assembly.Load(Descriptors), Assembly.Load(Validation));
            return ClearOfJson(json) is not null && Array.TrueForAll(s_reflected, name => Field(descriptors, ReflectingType, name) is not null)
                && Field(descriptors, ReflectingType, "_typeData") is not null && Field(descriptors, NodeType, "Provider") is not null && Field(descriptors, NodeType, "Next") is not null
                && Static(descriptors, DescriptorType, "s_providerTable") is IDictionary && Static(descriptors, DescriptorType, "s_commonSyncObject") is not null
                && Static(descriptors, DescriptorType, "s_providerTypeTable") is IDictionary && Static(descriptors, DescriptorType, "s_defaultProviderInitialized") is IDictionary
                && TableOfValidation(validation) is not null && Static(validation, MetadataType, "s_metadataTypeCache") is IDictionary;
        }
    }

    /// <summary>Clears what is loaded.</summary>
    public static void Clear()
    {
        foreach (Assembly assembly in AssemblyLoadContext.Default.Assemblies)
        {
            switch (assembly.GetName().Name)
            {
                case Json:
                    _ = ClearOfJson(assembly)?.Invoke(null, [null]);
                    break;
                case Descriptors:
                    ClearDescriptors(assembly);
                    break;
                case Validation:
                    Remove(TableOfValidation(assembly));
                    foreach (string name in (string[])["s_metadataTypeCache", "s_typeMemberCache", "s_validatedMetadataTypeCache"])
                    {
                        Remove(Static(assembly, MetadataType, name));
                    }

                    break;
                default:
                    break;
            }
        }
    }

    // The framework's own: what it has on a reload of code.
    private static MethodInfo? ClearOfJson(Assembly assembly) => assembly.GetType("System.Text.Json.JsonSerializerOptionsUpdateHandler")?.GetMethod("ClearCache", Any, [typeof(Type[])]);

    private static object? TableOfValidation(Assembly assembly) =>
        assembly.GetType(ValidationType)?.GetProperty("Instance", Any)?.GetValue(null) is { } store ? Field(assembly, ValidationType, "_typeStoreItems")?.GetValue(store) as IDictionary : null;

    private static void ClearDescriptors(Assembly assembly)
    {
        if (Static(assembly, DescriptorType, "s_commonSyncObject") is not { } sync)
        {
            return;
        }

        // The framework's lock for these tables.
        lock (sync)
        {
            foreach (string name in s_reflected)
            {
                Remove(Static(assembly, ReflectingType, name));
            }

            // A type for which code has registered a provider keeps it.
            IDictionary? registered = Static(assembly, DescriptorType, "s_providerTypeTable") as IDictionary;
            Remove(Static(assembly, DescriptorType, "s_defaultProviderInitialized"), type => registered?.Contains(type) != true);
            foreach (object? first in (Static(assembly, DescriptorType, "s_providerTable") as IDictionary)?.Values ?? Array.Empty<object>())
            {
                for (object? node = first; node is not null; node = Field(assembly, NodeType, "Next")?.GetValue(node))
                {
                    if (Field(assembly, NodeType, "Provider")?.GetValue(node) is { } provider && provider.GetType().FullName == ReflectingType)
                    {
                        Remove(Field(assembly, ReflectingType, "_typeData")?.GetValue(provider));
                    }
                }
            }
        }
    }

    private static void Remove(object? table, Func<object, bool>? isMeant = null)
    {
        if (table is not IDictionary entries)
        {
            return;
        }

        foreach (object key in entries.Keys.Cast<object>().Where(key => IsCollectible(key) && isMeant?.Invoke(key) != false).ToArray())
        {
            entries.Remove(key);
        }
    }

    private static bool IsCollectible(object key) => key switch
    {
        MemberInfo member => member.IsCollectible,
        System.Runtime.CompilerServices.ITuple parts => Enumerable.Range(0, parts.Length).Any(i => parts[i] is MemberInfo { IsCollectible: true }),
        _ => false,
    };

    private static FieldInfo? Field(Assembly assembly, string type, string name) => assembly.GetType(type)?.GetField(name, Any);

    private static object? Static(Assembly assembly, string type, string name) => Field(assembly, type, name) is { IsStatic: true } field ? field.GetValue(null) : null;
}
