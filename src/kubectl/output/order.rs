//! The order of fields in what kubectl makes with Go's types: as the types have them, not by name.

use serde_json::{Map, Value};

use crate::schema::asset::TypeId;
use crate::schema::explain::structure;
use crate::schema::{self, Version};

/// An object with its fields in the order of its type.
pub(crate) fn typed(object: &Value) -> Value {
    let text = |field: &str| object[field].as_str().unwrap_or_default();
    match schema::kind(text("apiVersion"), text("kind"), Version::DEFAULT) {
        Some(served) => ordered(object, Some(served.root)),
        None => object.clone(),
    }
}

fn ordered(value: &Value, of: Option<TypeId>) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| ordered(item, of)).collect(),
        Value::Object(map) => {
            let fields = of.map(TypeId::fields).unwrap_or_default();
            let place = |key: &str| match key {
                "kind" => 0,
                "apiVersion" => 1,
                key => fields.iter().position(|field| field.name == key).map_or(usize::MAX, |at| at + 2),
            };
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| (place(key), key.as_str()));
            let inner = |key: &str| fields.iter().find(|field| field.name == key).and_then(|field| structure(&field.kind));
            Value::Object(entries.into_iter().map(|(key, value)| (key.clone(), ordered(value, inner(key)))).collect::<Map<_, _>>())
        }
        scalar => scalar.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::typed;

    #[test]
    fn fields_stand_as_in_their_types() {
        let deployment = json!({
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"labels": {"b": "1", "a": "2"}, "name": "d"},
            "spec": {"strategy": {}, "template": {"spec": {"containers": [{"image": "i", "name": "c"}]}}, "replicas": 1},
        });
        assert_eq!(
            typed(&deployment).to_string(),
            r#"{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"d","labels":{"a":"2","b":"1"}},"spec":{"replicas":1,"template":{"spec":{"containers":[{"name":"c","image":"i"}]}},"strategy":{}}}"#
        );
    }
}
